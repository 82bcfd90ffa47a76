import { timeForms } from '../../../contract/x-assay/rate-limit.ts';
import { headerValues } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { clockSeconds, momentsAhead } from '../../kit/timing.ts';

/**
 * How many values could be read in a form. Each means a moment that may lie from one time to another; of these, in seconds from the
 * answer, the earliest end and the latest beginning.
 */
type Read = { readonly times: number; readonly end: number; readonly begin: number };

type State = { readonly values: number; readonly forms: Readonly<Record<string, Read>> };

export const resetFormRecorded = defineFold<State>({
  id: 'rate-limit/reset-form-recorded',
  title: 'The unit in which the start of the next count is told is recorded',
  why: 'The documentation does not say it, so every client has to guess; a change of it breaks them all.',
  fix: 'Nothing is wrong with it; a line in the documentation about the unit spares clients the guess.',
  reads: 'rateLimit',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.reset).filter((place) => place === rootPlace),
  init: () => ({ values: 0, forms: {} }),
  step(state, exchange, contract) {
    const name = contract.conventions.rateLimit?.headers?.reset?.name;
    const [text] = name === undefined || isElsewhere(exchange) || !isKnownCaller(exchange) ? [] : headerValues(exchange, name);
    if (text === undefined) return state;
    const forms = momentsAhead(exchange, text, timeForms).map(
      ({ form, least, most }) => [form, both(state.forms[form], { times: 1, end: most / 1000, begin: least / 1000 })] as const,
    );
    return { values: state.values + 1, forms: { ...state.forms, ...Object.fromEntries(forms) } };
  },
  merge: (a, b) => ({
    values: a.values + b.values,
    forms: Object.fromEntries(
      timeForms.flatMap((form) => {
        const [one, other] = [a.forms[form], b.forms[form]];
        const read = one && other ? both(one, other) : (one ?? other);
        return read ? [[form, read]] : [];
      }),
    ),
  }),
  conclude({ values, forms }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || values === 0) return { ...inconclusive('no answer told when the count starts anew', []), unseen: true };
    const most = windowSeconds(rateLimit, target) + clockSeconds;
    const fits = (form: string): boolean => {
      const read = forms[form];
      return read !== undefined && read.times === values && read.end >= -clockSeconds && read.begin <= most;
    };
    return observed([factOf('quota.reset-form', null, timeForms.filter(fits))]);
  },
});

const both = (a: Read | undefined, b: Read): Read =>
  a ? { times: a.times + b.times, end: Math.min(a.end, b.end), begin: Math.max(a.begin, b.begin) } : b;
