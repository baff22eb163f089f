"""What a worker holds to show: each certified outcome and posted decision as a credential, all of them as a CLR."""
