import { statementsOf } from '../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { segmentsOf } from '../../../contract/infer/path-template.ts';
import { below, isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { type CredentialUse, lesserNames } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, NotTried, pass, type Subject, Undecidable, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import {
  conditional,
  credentialWords,
  type KindByBeginning,
  kindsByBeginning,
  ofSomethingElse,
} from '../../subjects/kinds-by-beginning.ts';
import { readOfExisting } from './on-existing.ts';

/** A kind of credentials that are for something else, with the sentence that says so. */
type Kind = {
  /** The security scheme of the kind; undefined where it is told by how its values begin. */
  readonly scheme: string | undefined;
  readonly sentence: string;
  /** The security scheme in whose place the credential must not be accepted. */
  readonly placedAs?: string;
  /** What each credential of the kind begins with. */
  readonly beginning?: string;
};

/** A read, and the kinds of credentials of which the document says that they are for something else. */
type OtherKinds = Subject & { readonly operation: Operation; readonly kinds: readonly Kind[] };

/** Words that every kind of credential is called by. */
const general: ReadonlySet<string> = new Set(
  'token tokens key keys auth authentication authorization credential credentials bearer basic api http scheme security header oauth oauth2 jwt access'.split(
    ' ',
  ),
);

/** "Works on `/evaluate` only", "good for posting events and nothing else", "everything else is refused to it". */
const limiting = /\bonly\b|\bnothing else\b|\bno other\b|\b(?:everything|anything|everywhere) else\b|\balone\b/iu;

const credentialNoun = String.raw`(?:[\w-]+ )?(?:tokens?|keys?|credentials?|bearers?)`;

/** "Is not accepted as one", "cannot be used in place of a key", "is no substitute for a key". */
const instead = new RegExp(
  [
    String.raw`\b(?:not|never) (?:be )?(?:accepted|taken|valid|usable|used|recogni[sz]ed) (?:as|for|like) (?:one|an? ${credentialNoun}|${credentialNoun})(?=[.,;:)]|$| (?:and|or|but|anywhere|here)\b)`,
    String.raw`\b(?:not|never|cannot|can't) (?:be )?(?:accepted|taken|valid|usable|used|sent|work|stand in) (?:in place|in the place|instead) of (?:one|an?|the) ${credentialNoun}\b`,
    String.raw`\b(?:does|do) not (?:work|count|pass) (?:as|for) (?:one|an? ${credentialNoun})\b`,
    String.raw`\bno (?:substitute|replacement) for an? ${credentialNoun}\b`,
  ].join('|'),
  'iu',
);

/** The words of a text, each also without the sign of a plural. */
const wordsIn = (text: string): ReadonlySet<string> => new Set(wordsOf(text).flatMap((word) => [word, word.replace(/s$/u, '')]));

/** The sentence by which the credential of a scheme is not accepted in the place of another one. */
const insteadOf = (contract: Contract, scheme: string): string | undefined => {
  const { document } = contract;
  const own = wordsOf(scheme).filter((word) => !general.has(word));
  if (own.length === 0) return undefined;
  const node = valueAt(document, below('#', 'components', 'securitySchemes', scheme));
  return [...saidIn(valueAt(document, '#/info')), ...saidIn(node)].flatMap(statementsOf).find((sentence) => {
    const found = instead.exec(sentence);
    // What stands behind the words is what it is no substitute for.
    const words = wordsIn(sentence.slice(0, found?.index ?? 0));
    return found !== null && own.every((word) => words.has(word)) && !conditional.test(sentence);
  });
};

/** Reads by which whoever calls learns who that is. */
const ofSelf = /^(?:me|self|whoami|profile|account|session|token|key|health|status|ping|version)s?$/u;

/** The words of the literal segments of a path. */
const wordsOfPath = ({ path }: Operation): ReadonlySet<string> =>
  wordsIn(
    segmentsOf(path)
      .flatMap((one) => ('literal' in one ? [one.literal] : []))
      .join(' '),
  );

/** Does a sentence about a kind, or the text of a read itself, leave it to the kind. */
const isLeftTo = (contract: Contract, operation: Operation, { beginning, sentence }: KindByBeginning): boolean => {
  const named = wordsIn(sentence);
  const called = /\b(?<kind>[\w-]+) (?:tokens?|keys?|credentials?)\b/iu.exec(sentence)?.groups?.['kind']?.toLowerCase() ?? beginning;
  const said = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .join(' ')
    .toLowerCase();
  const words = [...wordsOfPath(operation)];
  return words.some((word) => named.has(word) || ofSelf.test(word)) || said.includes(beginning) || said.includes(called);
};

/** The sentence by which the introduction or a security scheme says that the credential of a scheme is for some operations alone. */
const limitOf = (contract: Contract, scheme: string): string | undefined => {
  const { document } = contract;
  const own = wordsOf(scheme).filter((word) => !general.has(word));
  if (own.length === 0) return undefined;
  const node = valueAt(document, below('#', 'components', 'securitySchemes', scheme));
  const texts = [...saidIn(valueAt(document, '#/info')), ...saidIn(node)];
  return texts.flatMap(statementsOf).find((sentence) => {
    const words = wordsIn(sentence);
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

/** The security scheme that a read takes alone, as the first of its alternatives. */
const ownScheme = ({ security }: Operation): string | undefined => (security[0]?.length === 1 ? security[0][0] : undefined);

/** Are two schemes sent in different places, so that a credential of one can be sent in that of the other. */
const areApart = ({ document }: Contract, one: string, other: string): boolean => {
  const [a, b] = [one, other].map((name) => valueAt(document, below('#', 'components', 'securitySchemes', name)));
  const placeOf = (node: unknown): string =>
    isObject(node) ? JSON.stringify([node['type'], node['in'], node['name'], node['scheme']]) : '';
  return placeOf(a) !== placeOf(b);
};

const otherKinds = (contract: Contract): readonly OtherKinds[] => {
  if (contract.standard.size === 0) return [];
  const schemes = schemesIn(contract);
  const told = (read: (one: Contract, scheme: string) => string | undefined): readonly (Kind & { readonly scheme: string })[] =>
    schemes.flatMap((scheme) => {
      const sentence = read(contract, scheme);
      return sentence === undefined ? [] : [{ scheme, sentence }];
    });
  const [limited, apart] = [told(limitOf), told(insteadOf)];
  const named = kindsByBeginning(contract).filter(({ sentence }) =>
    contract.operations.some((one) => [...wordsOfPath(one)].some((word) => wordsIn(sentence).has(word))),
  );
  return contract.operations
    .filter(
      ({ method, effect, secured, takesKey, unsupported, conventions }) =>
        method === 'GET' && effect === 'safe' && secured && takesKey && unsupported === undefined && conventions.stream === undefined,
    )
    .flatMap((operation): readonly OtherKinds[] => {
      const isForeign = ({ scheme }: { readonly scheme: string }): boolean => !operation.security.flat().includes(scheme);
      const own = ownScheme(operation);
      const kinds: readonly Kind[] = [
        ...limited.filter(isForeign),
        ...(own === undefined ? [] : apart.filter(isForeign).filter(({ scheme }) => areApart(contract, scheme, own))).map((one) => ({
          ...one,
          placedAs: own ?? '',
        })),
        ...named.filter((one) => !isLeftTo(contract, operation, one)).map((one) => ({ ...one, scheme: undefined })),
      ];
      return kinds.length === 0 ? [] : [at(operation.location, { operation, kinds })];
    });
};

type Result = {
  readonly known: Exchange;
  readonly answers: readonly { readonly kind: Kind; readonly answer: Exchange }[];
};

/** The credentials of a kind that are given, each as a request uses it. */
const givenOf = (session: Session, { scheme, placedAs, beginning }: Kind): readonly CredentialUse[] => {
  if (beginning !== undefined)
    return lesserNames
      .filter((name) => session.credentialForm(name, `^${beginning}`)?.fits === true)
      .map((name) => ({ kind: 'valid', name }));
  if (scheme === undefined || session.target.schemes?.includes(scheme) !== true) return [];
  return [{ kind: 'valid', name: 'key', scheme, ...(placedAs === undefined ? {} : { placedAs }) }];
};

/** A kind in words. */
const calledIn = ({ scheme, placedAs, beginning }: Kind): string => {
  if (scheme === undefined) return `a credential that begins with "${beginning ?? ''}"`;
  const place = placedAs === undefined ? '' : ` in the place of that of "${placedAs}"`;
  return `the credential of the security scheme "${scheme}"${place}`;
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
  cost: ({ kinds }) => ({ requests: 3 + lesserNames.length * kinds.length, creates: 0 }),
  async run({ operation, kinds }, session) {
    const given = kinds.flatMap((kind) => givenOf(session, kind).map((credential) => ({ kind, credential })));
    if (given.length === 0) {
      const scheme = kinds.find((one) => one.scheme !== undefined)?.scheme;
      throw new NotTried(
        'missing-prerequisite',
        scheme === undefined
          ? `needs a credential that begins with "${kinds[0]?.beginning ?? ''}" (--credential restricted=env:VARIABLE)`
          : `needs a credential for the security scheme "${scheme}" (--credential ${scheme}=env:VARIABLE)`,
      );
    }
    const request = await readOfExisting(session, operation);
    if (request === undefined) throw new Undecidable(`${operation.key} does not succeed with the key`, []);
    const known = await session.send(request);
    const answers = [];
    for (const { kind, credential } of given)
      answers.push({ kind, answer: await session.send({ ...request, credential, faults: ['credential-forbidden'] }) });
    return { known, answers };
  },
  judge({ operation }, { known, answers }) {
    if (!isSuccess(known)) return inconclusive(`With the key ${operation.key} was answered ${outcomeOf(known)}`, [known]);
    const taken = answers.find(({ answer }) => isSuccess(answer));
    if (taken) {
      const finding = {
        code: 'other-kind-accepted',
        where: 'credential',
        expected: `a refusal of ${calledIn(taken.kind)}: "${taken.kind.sentence}"`,
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
