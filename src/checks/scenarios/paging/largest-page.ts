import { isSuccess } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { largestPage, stylesOf } from '../../subjects/collection.ts';
import { plainRead } from '../calls/reads.ts';

/** A list on its largest page, as it is now; the plain read of it where that is refused. */
export const largestListPage = async (session: Session, list: Collection): Promise<Exchange> => {
  const plain = await session.run(plainRead, { operation: list.operation.key });
  const [style] = stylesOf(list);
  const size = style === undefined ? [] : largestPage(style);
  if (!isSuccess(plain)) return plain;
  const query = plain.request.query.filter(([name]) => !size.some(([own]) => own === name));
  const largest = await session.send({ ...plain.request, query: [...query, ...size] });
  return isSuccess(largest) ? largest : plain;
};
