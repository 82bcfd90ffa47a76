import type { Pacer } from '../../exchange/pacer.ts';
import type { Creations, EarlierCreations } from './creations.ts';

/** What was sent and created before the first of several runs. */
export type Before = {
  /** When requests were answered, in milliseconds of the steady clock. */
  readonly answeredAt: readonly number[];
  readonly created: EarlierCreations;
};

/** What runs that follow each other in one process have in common: together they keep to the quota and to `maxCreates`, as one run does. */
export type Repetition = {
  readonly before: Before | undefined;
  /** The pacer of the first run; its waits are told to the present one. */
  pacer(make: (onWait: OnWait) => Pacer, onWait: OnWait): Pacer;
  creations(make: () => Creations): Creations;
};

type OnWait = (why: string, seconds: number) => void;

export const createRepetition = (before?: Before): Repetition => {
  let pacer: Pacer | undefined;
  let creations: Creations | undefined;
  let hear: OnWait | undefined;
  return {
    before,
    pacer(make, onWait) {
      hear = onWait;
      return (pacer ??= make((why, seconds) => hear?.(why, seconds)));
    },
    creations: (make) => (creations ??= make()),
  };
};
