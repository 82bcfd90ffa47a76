/**
 * Names of the facts that checks record, with what each tells. Facts are compared between targets and over time, so a
 * name keeps its meaning; a new meaning gets a new name.
 */
export const facts = {} as const satisfies Readonly<Record<string, string>>;
