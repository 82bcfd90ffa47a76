import { answerOf, headerValues, isSuccess } from '../../../contract/message.ts';
import { distinctSorted } from '../../../model/json.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { nodeOf } from '../../../model/location.ts';
import { validCall } from '../../subjects/valid-call.ts';

type Success = { readonly status: number; readonly body: boolean; readonly location?: boolean };

type State = Readonly<Record<string, readonly Success[]>>;

const words = ['create', 'update', 'remove'] as const;

export const successRecorded = defineFold<State>({
  id: 'status/success-recorded',
  title: 'The exact answers to creations, changes and removals are recorded where they are not documented',
  why: 'A client that expects one status takes another for a failure, although both are successes.',
  fix: 'Nothing is broken; the documentation could state the statuses.',
  locations: (contract) =>
    contract.resourceTypes
      .filter((resourceType) => words.some((word) => resourceType[word] !== undefined))
      .map(({ location }) => location)
      .filter((location) => rootConventions(contract.document).resources !== undefined && nodeOf(location) !== '#'),
  init: () => ({}),
  step(state, exchange, contract) {
    const call = isSuccess(exchange) ? validCall(exchange, contract) : undefined;
    const word = call && words.find((one) => contract.resourceTypes.some((resourceType) => resourceType[one]?.key === call.operation.key));
    const answer = answerOf(exchange);
    if (!call || !word || !answer) return state;
    const success: Success = {
      status: call.status,
      body: answer.bodyBytes > 0,
      ...(word === 'create' ? { location: headerValues(exchange, 'Location').length > 0 } : {}),
    };
    const key = `${word} ${call.operation.key}`;
    return { ...state, [key]: distinctSorted([...(state[key] ?? []), success]) };
  },
  merge(a, b) {
    const both: Record<string, readonly Success[]> = { ...a };
    for (const [key, success] of Object.entries(b)) both[key] = distinctSorted([...(both[key] ?? []), ...success]);
    return both;
  },
  conclude(state) {
    const facts = Object.keys(state)
      .sort()
      .flatMap((key) => {
        const [word = '', ...operation] = key.split(' ');
        const name = words.find((one) => one === word);
        return name ? [factOf(`success.${name}`, operation.join(' '), state[key])] : [];
      });
    return facts.length > 0 ? observed(facts) : { ...inconclusive('nothing was created, changed or removed', []), unseen: true };
  },
});
