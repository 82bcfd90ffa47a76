/** Names of an end of validity: `expiresAt`, `passportValidUntil`, `insuranceExpiry`. What stands before it is what expires. */
export const endOfValidity =
  /^(?<thing>[a-z]+(?: [a-z]+)?(?= ))? ?(?:(?:expires?|expiry|expiration|expired|lapses|runs out)(?: (?:at|on|date|day|time))?|valid (?:until|till|to|through|thru))$/u;
