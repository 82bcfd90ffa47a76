import { useMemo, useState } from 'preact/hooks';

import { bodyLines, foldedLines } from '../page/body-lines.ts';
import type { MessageMarks } from '../page/marks.ts';
import type { BodyLine, PageBody } from '../page/page-model.ts';
import { CopyButton } from './copy-button.tsx';
import { counted } from './words.ts';

const Line = ({ line }: { readonly line: BodyLine }) => {
  const content = (
    <>
      {line.name === undefined ? null : (
        <>
          <b>{line.name}</b>:{' '}
        </>
      )}
      {line.text}
    </>
  );
  return (
    <>
      {line.indent}
      {line.isMarked ? <mark>{content}</mark> : content}
      {'\n'}
    </>
  );
};

/** A body as lines, its long parts folded until they are asked for. */
export const Body = ({ body, marks, name }: { readonly body: PageBody; readonly marks: MessageMarks; readonly name: string }) => {
  const [isWhole, setWhole] = useState(false);
  const { text, isJson } = body;
  const all = useMemo(() => (text === undefined || text === '' ? undefined : bodyLines(text, isJson, marks)), [text, isJson, marks]);
  const lines = all === undefined ? body.lines : isWhole ? all : foldedLines(all);
  const isFolded = all !== undefined && (lines?.length ?? 0) < all.length;
  return (
    <>
      {text === '' && body.notes.length === 0 ? (
        <p class="note">{marks.pointer === undefined ? 'No body.' : <mark>No body.</mark>}</p>
      ) : null}
      {lines === undefined || lines.length === 0 ? null : (
        <pre class="body">
          {lines.map((line, at) =>
            'left' in line ? <i key={at}>{`… ${counted(line.left, 'more line')}\n`}</i> : <Line key={at} line={line} />,
          )}
        </pre>
      )}
      {body.notes.map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
      {all === undefined ? null : (
        <p class="tools">
          {isFolded || isWhole ? (
            <button type="button" class="copy" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'Fold the body' : `Show the whole body, ${counted(all.length, 'line')}`}
            </button>
          ) : null}
          <CopyButton text={text ?? ''} label={`Copy the body of the ${name}`} />
        </p>
      )}
    </>
  );
};
