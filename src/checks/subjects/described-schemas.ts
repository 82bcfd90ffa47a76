import { headerValues } from '../../contract/message.ts';
import type { Content, Contract, ResponseDeclaration } from '../../contract/model.ts';
import { isJsonType } from '../../generators/json-content.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import { describedResponses } from './described-responses.ts';

/** The schemas that describe the body of an answer. */
export const schemasFor = (contract: Contract, exchange: Exchange): Location[] =>
  describedResponses(contract, exchange).flatMap((response) => {
    const location = contentFor(response, exchange)?.schemaLocation;
    return location ? [location] : [];
  });

/** The JSON content an answer is to be judged by: none where it announces another declared type. */
const contentFor = ({ content }: ResponseDeclaration, exchange: Exchange): Content | undefined => {
  const announced = (headerValues(exchange, 'Content-Type')[0]?.split(';')[0] ?? '').trim().toLowerCase();
  const other = content.some(({ mediaType }) => !isJsonType(mediaType) && mediaType.toLowerCase() === announced);
  if (other) return undefined;
  return content.find(({ mediaType }) => mediaType.toLowerCase() === announced) ?? content.find(({ mediaType }) => isJsonType(mediaType));
};
