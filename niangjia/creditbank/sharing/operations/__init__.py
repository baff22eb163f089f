"""What is written here: papers, links, asks and answers."""
