"""Operations that mean more in the older contract than in the newer one: they speak the older one."""
