const letters = /^[a-z]$/iu;

/** Does one text stand before another in every collation: they first differ in two plain letters of one case. Undefined where collations differ. */
export const isBefore = (one: string, other: string): boolean | undefined => {
  const n = [...one].findIndex((letter, index) => letter !== other.charAt(index));
  const [a, b] = [one.charAt(n), other.charAt(n)];
  if (n < 0 || !letters.test(a) || !letters.test(b) || (a === a.toLowerCase()) !== (b === b.toLowerCase())) return undefined;
  return a.toLowerCase() === b.toLowerCase() ? undefined : a < b;
};
