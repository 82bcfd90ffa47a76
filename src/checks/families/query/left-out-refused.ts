import { faultStatuses } from '../../../contract/infer/conventions/refusals.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { at, defineProbe, fail, inconclusive, pass, type Moment, type Subject } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { controlCost, isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { type LeftOutParameter, leftOutParameters, requiredParametersOf } from '../../scenarios/calls/left-out-parameters.ts';
import { isAboutOne } from '../../subjects/mistaken-bodies.ts';

type Called = Subject & { readonly operation: Operation };

type Tried = { readonly tried: readonly LeftOutParameter[]; readonly control: boolean };

type Row = {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly moment: Moment;
  readonly takes: (operation: Operation) => boolean;
};

const leftOutRefused = ({ takes, moment, ...row }: Row) =>
  defineProbe<Called, Tried>({
    ...row,
    fix: 'Check for every required parameter before anything is done, or document it as optional with what it is then.',
    ...moment,
    exclusive: moment.phase === 'mutate' ? 'collection' : 'nothing',
    over: (contract) =>
      contract.standard.size === 0
        ? []
        : contract.operations
            .filter((operation) => takes(operation) && operation.unsupported === undefined && operation.issues !== true)
            .filter((operation) => faultStatuses(operation).length > 0)
            .filter((operation) => requiredParametersOf(contract, operation).length > 0)
            .map((operation) => at(operation.location, { operation })),
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    cost({ operation }, { contract }) {
      const { requests, creates } = controlCost(contract, operation);
      return {
        requests: requiredParametersOf(contract, operation).length + requests,
        creates: moment.phase === 'mutate' ? creates + 1 : 0,
      };
    },
    async run({ operation }, session) {
      const tried = await session.run(leftOutParameters, { operation: operation.key });
      const answers = tried.map(({ exchange }) => exchange);
      return { tried, control: answers.some(isSuccess) || (await isControlled(session, operation, answers)) };
    },
    judge(_subject, { tried, control }) {
      const answers = tried.map(({ exchange }) => exchange);
      const accepted = tried.find(({ exchange }) => isSuccess(exchange));
      if (accepted) {
        const { name, in: where } = accepted.parameter;
        const finding = {
          code: 'required-parameter-not-demanded',
          where: `${where} ${name}`,
          expected: `a 4xx to a request without "${name}", which is documented as required`,
          actual: `status ${outcomeOf(accepted.exchange)}`,
        };
        return fail(finding, [accepted.exchange]);
      }
      const refused = answers.filter(refusesWhatWasAsked);
      return refused.length > 0
        ? onlyControlled(pass(refused.length), control, answers)
        : inconclusive(`No request was refused for what it lacks: ${[...new Set(answers.map(outcomeOf))].join(', ')}`, answers);
    },
  });

export const leftOutOfReadRefused = leftOutRefused({
  id: 'query/left-out-refused',
  title: 'A read without a parameter that it requires is refused',
  why: 'A caller who forgets what has to be chosen gets something else than was meant, and nobody notices.',
  moment: { phase: 'read' },
  takes: ({ effect }) => effect === 'safe',
});

export const leftOutOfWriteRefused = leftOutRefused({
  id: 'query/write-left-out-refused',
  title: 'A creation, change or action without a parameter that it requires is refused',
  why: 'A payment without the key that keeps it from being booked twice is booked, and once more when it is sent again.',
  moment: { phase: 'mutate', stage: 'refusals' },
  takes: (operation) => operation.effect !== 'safe' && isAboutOne(operation),
});
