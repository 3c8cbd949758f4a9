"""Who is named: countries, their bodies, their people."""
