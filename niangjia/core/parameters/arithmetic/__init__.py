"""The small sums that labour law asks for: pure, exact, rounded once at the end."""
