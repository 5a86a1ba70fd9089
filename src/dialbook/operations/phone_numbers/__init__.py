"""Operations on phone numbers."""
