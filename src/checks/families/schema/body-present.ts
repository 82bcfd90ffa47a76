import { answerOf } from '../../../contract/message.ts';
import type { Contract, ResponseDeclaration } from '../../../contract/model.ts';
import { declarationFor, isElsewhere } from '../../../contract/responses.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { defineObservation } from '../../kit/define.ts';

export const bodyPresent = defineObservation({
  id: 'schema/body-present',
  title: 'A read that succeeds has a body',
  why: 'Who asked for something and gets an empty success cannot tell whether there is nothing, or whether it was lost.',
  fix: 'Send the documented body, an empty list included.',
  places: (contract: Contract) =>
    contract.operations
      .filter(({ effect, method }) => effect === 'safe' && method !== 'HEAD')
      .flatMap(({ responses }) => responses.filter(isPrinted).map(({ place }) => itself(place))),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    if (!answer || operation?.effect !== 'safe' || operation.method === 'HEAD' || isElsewhere(exchange)) return [];
    const declared = declarationFor(operation.responses, answer.status);
    if (!declared || !isPrinted(declared)) return [];
    const place = itself(declared.place);
    if (answer.bodyBytes > 0) return [{ place, holds: true }];
    if (answer.unfinished) return [];
    return [{ place, holds: false, code: 'body-empty', where: '#', expected: `a body with status ${answer.status}`, actual: 'none' }];
  },
});

/** The response alone: what is said of all bodies says nothing about there being one. */
const itself = (place: Place): Place => ({ ...place, way: [nodeOf(place)] });

/** A success of an exact status other than 204 whose body is described as JSON. */
const isPrinted = ({ status, content }: ResponseDeclaration): boolean =>
  /^2\d\d$/.test(status) && status !== '204' && status !== '205' && jsonContent(content) !== undefined;
