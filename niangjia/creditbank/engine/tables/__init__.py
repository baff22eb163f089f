"""Rule tables compiled: what every combination of facts comes to is worked out once and then only looked up.

``dense.py`` compiles a table of which the first row that matches counts, or every one; ``evaluate.py`` asks it of a
whole population, ``explaining.py`` of one outcome with its reasons; ``sql.py`` writes it as one CASE for PostgreSQL.
``completeness.py`` reads gaps and conflicts off the cells; ``records.py`` reads and writes populations by COPY.
"""
