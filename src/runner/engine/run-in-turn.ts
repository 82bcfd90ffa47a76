/** One piece of work: exclusive, or concurrent with others that are not. */
export type Work = { readonly exclusive: boolean; run(): Promise<void> };

/** Runs work in order, up to `width` pieces at the same time; an exclusive piece waits for all before it and delays all after it. */
export const runInTurn = async (works: readonly Work[], width: number): Promise<void> => {
  const running = new Set<Promise<void>>();
  for (const work of works) {
    while (running.size > 0 && (work.exclusive || running.size >= width)) await Promise.race(running);
    const started: Promise<void> = work.run().finally(() => running.delete(started));
    running.add(started);
    if (work.exclusive) await started;
  }
  await Promise.all(running);
};
