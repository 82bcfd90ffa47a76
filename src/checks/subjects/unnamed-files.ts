import { membersOf, descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sampleFile } from '../../generators/sample-files.ts';
import type { Contract } from '../../contract/model.ts';
import { encodingOf, type FilePart, wordsAt } from './file-parts.ts';

/** A file of a type that a document does not name for an upload. */
export type UnnamedFile = { readonly words: string; readonly mediaType: string; readonly extension: string; readonly content: Buffer };

type Kind = Pick<UnnamedFile, 'words' | 'mediaType' | 'extension'> & {
  readonly content: () => Buffer;
  /** Words by which a document may speak of such files: then it may take them. */
  readonly spoken: RegExp;
  /** Only where the document says that it takes nothing but what it names: a server may look into such a file. */
  readonly onlyIfClosed: boolean;
};

/** Words that stand for files of characters in a list of kinds, and for much else in other sentences. */
const written = 'texts?|json|xml|html?|md|logs?';

/** Kinds of files that are tried where a document does not speak of them, the plainest first. */
const kinds: readonly Kind[] = [
  {
    words: 'a text file',
    mediaType: 'text/plain',
    extension: 'txt',
    content: () => Buffer.from('ct'),
    // Whatever is written in characters: a service that takes one of these may take a plain text for it.
    spoken: new RegExp(
      [
        String.raw`\bplain[- ]?texts?\b|\btext\/|\b(?:${written}) (?:files?|documents?|formats?|exports?)\b|\.(?:${written})\b`,
        String.raw`(?:,|\bor|\band|\bnor|\/) (?:an? )?(?:${written})(?=\s*(?:$|[.,;:)]|(?:and|or|is|are|only)\b))`,
        String.raw`\b(?:${written})(?:,| or| and) (?:an? )?(?:png|jpe?g|gif|webp|pdf|zip|images?|pictures?|photos?)\b`,
        String.raw`\b(?:txt|csv|tsv|markdown|ya?ml|rtf|svg|transcripts?|subtitles?|ics|vcard|eml|latex|ascii)\b|\bapplication\/(?:json|xml)\b`,
      ].join('|'),
      'iu',
    ),
    onlyIfClosed: false,
  },
  {
    words: 'a ZIP archive',
    mediaType: 'application/zip',
    extension: 'zip',
    content: () => Buffer.from(sampleFile('application/zip')?.content ?? ''),
    // Several other formats are archives too.
    spoken:
      /\b(?:zip\w*|archives?|compressed|tar|gz(?:ip)?|7z|jar|epub|docx?|xlsx?|pptx?|od[tsp]|office|opendocument|openxml\w*|word|excel|powerpoint|spreadsheets?|presentations?|octet-stream)\b/iu,
    onlyIfClosed: true,
  },
];

/** Words by which any file may be taken. */
const takesAny = /\b(?:any|all|every|arbitrary|whatever)\b[^.;]{0,30}\b(?:files?|formats?|types?|kinds?|content)\b|\*\/\*/iu;

/** Words by which nothing is taken but what is named. */
const isClosed =
  /\b(?:other than|except|nothing (?:else|but)|anything (?:else|other)|(?:all|any|every) others?\b|no others?|other (?:files?|types?|formats?|kinds?|media)|only|has to be|have to be|must be|neither)\b/iu;

/**
 * A file of a kind that the document does not speak of where it says what an upload takes, in words ("PDF, PNG and plain text"), by extensions or by media types. Undefined
 * where it may take all kinds that we know.
 */
export const unnamedFile = (contract: Contract, part: FilePart): UnnamedFile | undefined => {
  const member = membersOf(contract.document, part.asked).get(part.file);
  const listed = encodingOf(contract, part) ?? '';
  const said = [...descriptionsIn(contract.document, member), wordsAt(contract, part.upload), listed].join('\n');
  if (takesAny.test(said)) return undefined;
  const found = kinds.find(({ spoken, onlyIfClosed }) => !spoken.test(said) && (!onlyIfClosed || isClosed.test(said)));
  return found && { words: found.words, mediaType: found.mediaType, extension: found.extension, content: found.content() };
};
