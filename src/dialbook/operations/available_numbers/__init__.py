"""Operations on numbers that can be ordered."""
