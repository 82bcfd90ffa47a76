import type { MessageMarks } from '../page/marks.ts';
import type { PageExchange, PageMessage } from '../page/page-model.ts';
import { Body } from './body.tsx';
import { Command } from './copy-button.tsx';
import { counted, lasting } from './words.ts';

const Marked = ({ isMarked, children }: { readonly isMarked: boolean; readonly children: preact.ComponentChildren }) =>
  isMarked ? <mark>{children}</mark> : <>{children}</>;

const Headers = ({ message, marks }: { readonly message: PageMessage; readonly marks: MessageMarks }) => (
  <>
    {message.headers.map(([name, value], at) => (
      <span key={at}>
        <Marked isMarked={name.toLowerCase() === marks.header || marks.headers?.includes(name.toLowerCase()) === true}>
          <b>{name}</b>: {value}
        </Marked>
        {'\n'}
      </span>
    ))}
    {message.moreHeaders > 0 ? <i>{`… ${counted(message.moreHeaders, 'more header field')}\n`}</i> : null}
    {marks.lacksHeader === undefined ? null : (
      <mark class="lacks">
        <b>{marks.lacksHeader}</b> was not sent
      </mark>
    )}
  </>
);

const Message = ({ message, marks, name }: { readonly message: PageMessage; readonly marks: MessageMarks; readonly name: string }) => (
  <>
    <pre class="head">
      <Marked isMarked={marks.line === true}>
        <b>{message.head}</b>
      </Marked>
      {'\n'}
      <Headers message={message} marks={marks} />
    </pre>
    <Body body={message.body} marks={marks} name={name} />
  </>
);

const sized = (bytes: number): string => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`);

type ExchangeProps = {
  readonly exchange: PageExchange;
  /** Whose it is, where there are several beside each other. */
  readonly of?: string;
};

/** A request and what came back, with what it is shown for marked. */
export const Exchange = ({ exchange, of }: ExchangeProps) => {
  const whose = of === undefined ? '' : ` of ${of}`;
  const { request, response, marks, isReceived, faults, curl } = exchange;
  return (
    <div class="exchange">
      {faults.length === 0 ? null : <p class="note">Wrong on purpose: {faults.join(', ')}</p>}
      <section aria-label={`${isReceived ? 'Delivery' : 'Request'}${whose}`}>
        <h4>{isReceived ? 'Delivery, received' : 'Request'}</h4>
        <Message message={request} marks={marks.request} name={isReceived ? 'delivery' : 'request'} />
      </section>
      <section aria-label={`${isReceived ? 'Answer of the sink' : 'Response'}${whose}`}>
        {response === undefined ? (
          <>
            <h4>
              No answer <small>{lasting(exchange.tookMs)}</small>
            </h4>
            <p class="note">
              <Marked isMarked={marks.response.line === true}>{exchange.failure}</Marked>
            </p>
          </>
        ) : (
          <>
            <h4>
              {isReceived ? 'Answer of the sink' : 'Response'}{' '}
              <small>
                {lasting(exchange.tookMs)}, {sized(response.bytes)}
              </small>
            </h4>
            <Message message={response} marks={marks.response} name="response" />
          </>
        )}
      </section>
      {curl === undefined ? null : (
        <details class="curl">
          <summary>The request as a curl command</summary>
          <Command text={curl.command} label="Copy the request" />
          {curl.notes.map((note) => (
            <p class="note" key={note}>
              {note}
            </p>
          ))}
        </details>
      )}
    </div>
  );
};
