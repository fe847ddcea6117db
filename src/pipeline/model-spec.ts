/** For whoever only reads what the user wrote. */
export { parseModelSpec } from '../classify/any/spec.ts';
