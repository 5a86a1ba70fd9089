"""Operations on SIP rules."""
