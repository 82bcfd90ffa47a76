import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfSuccess } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { rememberedByPair } from '../../model/remembered.ts';

const ofTags = /\be-?tags?\b/iu;

/** "The counters are not reflected in it", "watchers don't change the ETag", "does not depend on the comments". */
const leftOut =
  /(?:\b(?:not|never|neither|nor|without)|n['’]t)\b[^.;]*\b(?:reflect\w*|part of|count(?:ed|s)?|includ\w+|cover\w*|consider\w*|contain\w*|chang\w+|affect\w*|alter\w*|touch\w*|depend\w*|rais\w+|mov\w+)\b|\b(?:except|apart from|other than|leav\w+ out|ignor\w+|exclud\w+)\b/iu;

/** "The ETag changes whenever title or text change", "changes only with the version": of what a tag is made. */
const madeOf =
  /\be-?tags?\b[^.;]*\b(?:chang\w+|renew\w*|made|built|computed|derived|depend\w*|cover\w*|reflect\w*|from|new)\b[^.;]*\b(?:when|whenever|if|with|from|of|on|only|once)\b/iu;

/** "`ETag` is the version in quotes", "The version is sent as ETag": what does not raise the version does not change the tag, such as a sum that follows from others. */
const isVersion =
  /\be-?tags?\b`?(?: header| field)?(?: (?:of [^.;:]{1,40} )?(?:is|are|has|holds|carries|contains|equals|shows)|:) (?:always |just )?(?:the |its |their |a )?(?:current |quoted )?`?(?:version|revision)s?\b|(?<!\b(?:each|every|any|new|other|another) )\b(?:version|revision)\b`?(?: number)?(?: in (?:double )?quotes)? (?:(?:is|comes|goes|stands) (?:also )?)?(?:sent |given |returned |used |shown )?(?:as|in) (?:the |its |an? )?`?e-?tag\b/iu;

/** "Changes only with the members", "Changes when `days` change": of what a tag is made, where the header field is described. */
const madeOfMembers =
  /\b(?:only|alone)\b|\b(?:chang\w+|made|built|computed|derived|depends?|hash|digest)\b[^.;]*\b(?:when|whenever|if|with|from|of|on|once)\b[^.;]*`/iu;

/** Does the description of the header field ETag say of what it is made, or what it leaves out. */
const isPartialField = ({ document }: Contract, { responses }: Operation): boolean =>
  responses
    .filter(({ status }) => /^2(?:\d\d|XX)$/iu.test(status))
    .flatMap(({ headers }) => headers.filter(({ name }) => name.toLowerCase() === 'etag'))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap(sentencesOf)
    .some((sentence) => madeOfMembers.test(sentence) || leftOut.test(sentence) || isVersion.test(`ETag: ${sentence}`));

/**
 * Does a document say of what the ETag of a read is made, or what it leaves out ("The counters are not reflected in it"), so that two contents may share one: at the
 * read or in the introduction, in a text that speaks of ETags (RFC 9110, section 8.8.1, leaves the making to the server).
 */
export const leavesOutOfTag = rememberedByPair(
  (contract: Contract, operation: Operation): boolean =>
    isPartialField(contract, operation) ||
    [...saidOfSuccess(contract.document, operation), ...saidIn(contract.document['info'])]
      .filter((text) => ofTags.test(text))
      .some((text) => {
        const sentences = sentencesOf(text);
        return sentences.some(
          (sentence, n) =>
            madeOf.test(sentence) ||
            isVersion.test(sentence) ||
            (leftOut.test(sentence) && (ofTags.test(sentence) || ofTags.test(sentences[n - 1] ?? ''))),
        );
      }),
);
