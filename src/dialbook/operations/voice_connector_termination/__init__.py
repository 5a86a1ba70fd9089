"""Operations on the termination settings of voice connectors."""
