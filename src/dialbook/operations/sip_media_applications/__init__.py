"""Operations on SIP media applications."""
