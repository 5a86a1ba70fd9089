"""Operations on the configuration of voice connectors."""
