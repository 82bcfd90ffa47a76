/**
 * The entry of a table with this name.
 * @throws {Error} naming every known entry when there is none with this name.
 */
export const known = <Entry>(table: Readonly<Record<string, Entry>>, name: string, action: string, what: string): Entry => {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (entry === undefined) {
    throw new Error(`Cannot ${action}: no ${what} "${name}" is known, choose one of ${Object.keys(table).join(', ')}`);
  }
  return entry;
};
