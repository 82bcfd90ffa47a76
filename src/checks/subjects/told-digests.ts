import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, HeaderDeclaration, ResponseDeclaration } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { isJsonType } from '../../contract/wire/media-type.ts';
import { algorithmSaid } from '../../generators/body-digest.ts';
import { nodeOf } from '../../model/location.ts';

/** A header that a document says to hold the digest of the body beside it. */
export type ToldDigest = { readonly header: HeaderDeclaration; readonly algorithm: string; readonly sentence: string };

/** What the digest is of: the body itself, or the file that the body is. */
const ofBody = /\b(?:of|over|for) (?:the |its |this |all )?(?:[a-z-]+ )?(?:(?:response|answer) )?(?:body|payload|response|answer)\b/iu;
const ofFile =
  /\b(?:of|over|for) (?:the |its |this |all )?(?:[a-z-]+ ){0,2}?(?:content|contents|file|bytes|octets|download|image|picture|document|object|blob|data)\b/iu;

/** A digest with a secret, in another form, of something else, or of what is there at another time. */
const another =
  /\b(?:hmac|signature|signed|signing|secret|password|token|previous|former|earlier|old|last|next|parent|request|uploaded|upload|compressed|gzip\w*|decompressed|encrypted|decrypted|encoded|original|source|stored|scanned|full-?size|uncompressed|unzipped|underlying|truncated|shortened|prefix|salt\w*|canonical|normali[sz]ed|metadata|names?|ids?|first|if|when|may|might|usually|without|except|not|all (?:files|parts|versions|chunks)|parts?|chunks?|weak)\b/iu;

/**
 * The headers of a success whose description says that they hold the digest of the body with an algorithm that it names: "Hex SHA-256 of the content". The body of JSON is not the content of
 * something that it tells of.
 */
export const toldDigests = (
  { document }: Pick<Contract, 'document'>,
  { status, headers, content }: ResponseDeclaration,
): readonly ToldDigest[] => {
  if (status !== '200' || content.length === 0) return [];
  const isOfFiles = content.every(({ mediaType }) => !isJsonType(mediaType));
  return headers.flatMap((header): readonly ToldDigest[] => {
    const said = [...saidIn(valueAt(document, nodeOf(header.location))), ...descriptionsIn(document, header.schema)].flatMap(sentencesOf);
    const sentence = said.find((one) => ofBody.test(one) || (isOfFiles && ofFile.test(one)));
    if (sentence === undefined || said.some((one) => another.test(one))) return [];
    const algorithm = algorithmSaid(wordsOf(header.name).join(' '), sentence);
    return algorithm === undefined ? [] : [{ header, algorithm, sentence }];
  });
};
