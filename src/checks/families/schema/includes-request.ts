import { defineObservation } from '../../kit/define.ts';
import { includedValues } from '../../subjects/included-values.ts';

export const includesRequest = defineObservation({
  id: 'schema/includes-request',
  title: 'A list that repeats one of the request has every element of it',
  why: 'What was asked for and is not there is missed when it is needed, because the request succeeded.',
  fix: 'Store every element that was sent, and answer with the stored list.',
  ...includedValues,
});
