import { defineObservation } from '../../kit/define.ts';
import { repeatedValues } from '../../subjects/repeated-values.ts';

export const repeatsRequest = defineObservation({
  id: 'schema/repeats-request',
  title: 'A member that repeats a value of the request has that very value',
  why: 'A client that sent many requests tells by it which answer belongs to which thing.',
  fix: 'Answer with the value as the request gave it, and put other ids into members of their own.',
  ...repeatedValues,
});
