"""Operations that only the older contract has, or that mean more there: they speak the older one."""
