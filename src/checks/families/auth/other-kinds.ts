import { statementsOf } from '../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { below, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, NotTried, pass, type Subject, Undecidable, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { readOfExisting } from './on-existing.ts';

/** A read, and the kinds of credentials of which the document says that they are for something else, each with the sentence. */
type OtherKinds = Subject & {
  readonly operation: Operation;
  readonly kinds: readonly { readonly scheme: string; readonly sentence: string }[];
};

/** Words that every kind of credential is called by. */
const general: ReadonlySet<string> = new Set(
  'token tokens key keys auth authentication authorization credential credentials bearer basic api http scheme security header oauth oauth2 jwt access'.split(
    ' ',
  ),
);

/** "Works on `/evaluate` only", "good for posting events and nothing else", "everything else is refused to it". */
const limiting = /\bonly\b|\bnothing else\b|\bno other\b|\b(?:everything|anything|everywhere) else\b|\balone\b/iu;

/** What a sentence limits is a time, or what is shown of a credential: "valid for one hour only", "shown once only". */
const ofSomethingElse =
  /\b(?:hours?|minutes?|days?|seconds?|once|shown|shows|visible|returned|in (?:the|this) answer|expires?|until|https?|tls|ip)\b/iu;

/** Some may do more, or it depends. */
const conditional = /\b(?:if|unless|except|may also|can also|also works|as well|optionally|by default|recommended|should)\b/iu;

const credentialWords = /\b(?:tokens?|keys?|credentials?|secrets?)\b/iu;

/** The sentence by which the introduction or a security scheme says that the credential of a scheme is for some operations alone. */
const limitOf = (contract: Contract, scheme: string): string | undefined => {
  const { document } = contract;
  const own = wordsOf(scheme).filter((word) => !general.has(word));
  if (own.length === 0) return undefined;
  const node = valueAt(document, below('#', 'components', 'securitySchemes', scheme));
  const texts = [...saidIn(valueAt(document, '#/info')), ...saidIn(node)];
  return texts.flatMap(statementsOf).find((sentence) => {
    const words = new Set(wordsOf(sentence).flatMap((word) => [word, word.replace(/s$/u, '')]));
    return (
      own.every((word) => words.has(word)) &&
      credentialWords.test(sentence) &&
      limiting.test(sentence) &&
      !ofSomethingElse.test(sentence) &&
      !conditional.test(sentence)
    );
  });
};

/** The security schemes of a document that some operation takes. */
const schemesIn = ({ operations }: Contract): readonly string[] => [...new Set(operations.flatMap(({ security }) => security.flat()))];

const otherKinds = (contract: Contract): readonly OtherKinds[] => {
  const limited =
    contract.standard.size === 0
      ? []
      : schemesIn(contract).flatMap((scheme) => {
          const sentence = limitOf(contract, scheme);
          return sentence === undefined ? [] : [{ scheme, sentence }];
        });
  return contract.operations
    .filter(
      ({ method, effect, secured, takesKey, unsupported, conventions }) =>
        method === 'GET' && effect === 'safe' && secured && takesKey && unsupported === undefined && conventions.stream === undefined,
    )
    .flatMap((operation): readonly OtherKinds[] => {
      const kinds = limited.filter(({ scheme }) => !operation.security.flat().includes(scheme));
      return kinds.length === 0 ? [] : [at(operation.location, { operation, kinds })];
    });
};

type Result = {
  readonly known: Exchange;
  readonly answers: readonly { readonly sentence: string; readonly scheme: string; readonly answer: Exchange }[];
};

export const otherKindRefused = defineProbe<OtherKinds, Result>({
  id: 'auth/other-kind-refused',
  title: 'A read refuses a credential of a kind that is for something else',
  why: 'Credentials of devices, servers or carriers are kept in many places, because they can do so little.',
  fix: 'Look at the kind of a credential before anything else, and refuse the kinds that the operation does not name.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'nothing',
  over: (contract) => [...otherKinds(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ kinds }) => ({ requests: 3 + kinds.length, creates: 0 }),
  async run({ operation, kinds }, session) {
    const given = kinds.filter(({ scheme }) => session.target.schemes?.includes(scheme) === true);
    if (given.length === 0)
      throw new NotTried(
        'missing-prerequisite',
        `needs a credential for the security scheme "${kinds[0]?.scheme ?? ''}" (--credential ${kinds[0]?.scheme ?? ''}=env:VARIABLE)`,
      );
    const request = await readOfExisting(session, operation);
    if (request === undefined) throw new Undecidable(`${operation.key} does not succeed with the key`, []);
    const known = await session.send(request);
    const answers = [];
    for (const { scheme, sentence } of given)
      answers.push({
        scheme,
        sentence,
        answer: await session.send({ ...request, credential: { kind: 'valid', name: 'key', scheme }, faults: ['credential-forbidden'] }),
      });
    return { known, answers };
  },
  judge({ operation }, { known, answers }) {
    if (!isSuccess(known)) return inconclusive(`With the key ${operation.key} was answered ${outcomeOf(known)}`, [known]);
    const taken = answers.find(({ answer }) => isSuccess(answer));
    if (taken) {
      const finding = {
        code: 'other-kind-accepted',
        where: 'credential',
        expected: `a refusal of the credential of the security scheme "${taken.scheme}": "${taken.sentence}"`,
        actual: outcomeOf(taken.answer),
      };
      return unconfirmed(fail(finding, [taken.answer, known]));
    }
    const refused = answers.filter(({ answer }) => [401, 403, 404].includes(statusOf(answer) ?? 0));
    return refused.length > 0
      ? pass(refused.length)
      : inconclusive(
          'No answer shows whether the credential was refused',
          answers.map(({ answer }) => answer),
        );
  },
});
