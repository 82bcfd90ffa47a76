/**
 * Does something for each of many things, a few at a time. Where one fails no other is begun, and the first failure is thrown when all have ended.
 * @param most How many at a time.
 */
export const inParallel = async <T>(things: readonly T[], most: number, work: (thing: T) => Promise<void>): Promise<void> => {
  const waiting = things.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const thing of waiting) {
      if (failures.length > 0) return;
      try {
        await work(thing);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, worker));
  if (failures.length > 0) throw failures[0];
};
