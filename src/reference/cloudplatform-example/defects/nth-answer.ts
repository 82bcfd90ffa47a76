import type { Call, Layer } from '../call.ts';

/** Runs a layer for every n-th counted answer of a service only. */
export const eachNth = (every: number, isCounted: (call: Call) => boolean, layer: Layer): Layer => {
  const counts = new WeakMap<object, number>();
  return async (call, next) => {
    await next();
    if (!isCounted(call)) return;
    const number = (counts.get(call.state.service) ?? 0) + 1;
    counts.set(call.state.service, number);
    if (number % every === 0) await layer(call, () => Promise.resolve());
  };
};
