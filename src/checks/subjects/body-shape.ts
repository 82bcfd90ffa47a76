import { answerOf } from '../../contract/message.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';

/** Names and JSON types of the members of an error body; null where the answer is no error or no object. */
export const errorShape = (exchange: Exchange): unknown => {
  const answer = answerOf(exchange);
  if (!answer || answer.status < 400 || answer.json.kind !== 'value') return null;
  return shapeOf(answer.json.value, 0);
};

const deepestShape = 3;

const shapeOf = (value: unknown, depth: number): unknown => {
  if (Array.isArray(value)) return 'array';
  if (!isObject(value)) return value === null ? 'null' : typeof value;
  if (depth >= deepestShape) return 'object';
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, shapeOf(value[name], depth + 1)]),
  );
};
