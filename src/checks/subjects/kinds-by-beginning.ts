import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';

/** A kind of credentials whose values begin alike, with the sentence that leaves it to what it names. */
export type KindByBeginning = { readonly beginning: string; readonly sentence: string };

/** What a sentence limits is a time, or what is shown of a credential: "valid for one hour only", "shown once only". */
export const ofSomethingElse =
  /\b(?:hours?|minutes?|days?|seconds?|once|shown|shows|visible|returned|in (?:the|this) answer|expires?|until|https?|tls|ip)\b/iu;

/** Some may do more, or it depends. */
export const conditional = /\b(?:if|unless|except|may also|can also|also works|as well|optionally|by default|recommended|should)\b/iu;

export const credentialWords = /\b(?:tokens?|keys?|credentials?|secrets?)\b/iu;

/** How the values of a kind begin: "(`pk_...`)", "`wk_`". */
const beginnings = /`(?<beginning>[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*[_-])(?:\.{3}|…|\*+|<[^>`]*>)?`/gu;

/** Words by which nothing but what a sentence names is left to the kind. */
const exclusive = /\bnothing else\b|\bno other (?:operation|request|call|path|resource)s?\b|\b(?:everything|anything) else\b/iu;

/** The kinds that the introduction or a security scheme tells by how their values begin, and leaves to what one sentence names. */
export const kindsByBeginning = ({ document }: Contract): readonly KindByBeginning[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  const nodes = [valueAt(document, '#/info'), ...Object.values(isObject(schemes) ? schemes : {})];
  return nodes
    .flatMap(saidIn)
    .flatMap(statementsOf)
    .flatMap((sentence) => {
      const [only, ...more] = [...sentence.matchAll(beginnings)].flatMap(({ groups }) => groups?.['beginning'] ?? []);
      const isTold =
        credentialWords.test(sentence) && exclusive.test(sentence) && !ofSomethingElse.test(sentence) && !conditional.test(sentence);
      return only === undefined || more.length > 0 || !isTold ? [] : [{ beginning: only, sentence }];
    });
};
