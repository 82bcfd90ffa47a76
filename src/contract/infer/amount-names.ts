/** Last words of the names of members that say how many of something there are. */
export const amountNames: ReadonlySet<string> = new Set(['quantity', 'qty', 'count', 'pieces', 'amount', 'units']);
