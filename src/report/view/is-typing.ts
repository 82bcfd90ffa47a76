/** Whether keys that are pressed at an element belong to it: it is a field or a list of choices. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && /^(?:INPUT|SELECT|TEXTAREA)$/u.test(target.tagName);
