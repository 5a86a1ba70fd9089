"""Operations on the settings of an account."""
