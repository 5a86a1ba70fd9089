"""Operations on emergency calling."""
