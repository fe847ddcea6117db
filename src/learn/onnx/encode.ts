import { MICROSOFT, ONNX_DTYPE, OPSET } from './model.ts';
import type { Attribute, Model, ModelNode, ModelValue } from './model.ts';
import { ProtoWriter } from './protobuf.ts';
import { bytesOf } from './tensor.ts';
import type { Tensor } from './tensor.ts';

const IR_VERSION = 9;
/** AttributeProto.AttributeType. */
const TYPE = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;

/** Where a constant's bytes lie in another file (onnx/docs/ExternalData.md). */
export interface Place {
  /** Path of that file relative to the model's. */
  readonly location: string;
  /** Where in it the bytes begin. */
  readonly offset: number;
}

/** Undefined: the constant is written into the model. */
export type ExternalData = (name: string) => Place | undefined;

/** A model as ONNX bytes. Field numbers: onnx/onnx.proto3. */
export function encodeModel(model: Model, external?: ExternalData): Uint8Array {
  const proto = new ProtoWriter().int(1, IR_VERSION).string(2, 'track-record');
  proto.message(7, (graph) => {
    for (const [i, node] of model.nodes.entries()) graph.message(1, (p) => writeNode(p, node, i));
    graph.string(2, 'graph');
    for (const [name, tensor] of model.initializers) graph.message(5, (p) => writeTensor(p, tensor, name, external));
    for (const value of model.inputs) graph.message(11, (p) => writeValue(p, value));
    for (const value of model.outputs) graph.message(12, (p) => writeValue(p, value));
  });
  proto.message(8, (p) => p.string(1, '').int(2, OPSET));
  if (model.nodes.some((node) => node.domain === MICROSOFT)) proto.message(8, (p) => p.string(1, MICROSOFT).int(2, 1));
  for (const [key, value] of Object.entries(model.metadata ?? {})) proto.message(14, (p) => p.string(1, key).string(2, value));
  return proto.finish();
}

function writeNode(proto: ProtoWriter, node: ModelNode, index: number): void {
  for (const input of node.inputs) proto.string(1, input);
  for (const output of node.outputs) proto.string(2, output);
  proto.string(3, `${node.op}_${index}`).string(4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes)) proto.message(5, (p) => writeAttribute(p, name, attribute));
  if (node.domain !== undefined) proto.string(7, node.domain);
}

function writeAttribute(proto: ProtoWriter, name: string, attribute: Attribute): void {
  proto.string(1, name);
  if ('int' in attribute) proto.int(3, attribute.int).int(20, TYPE.int);
  else if ('float' in attribute) proto.float(2, attribute.float).int(20, TYPE.float);
  else if ('string' in attribute) proto.string(4, attribute.string).int(20, TYPE.string);
  else if ('tensor' in attribute) proto.message(5, (p) => writeTensor(p, attribute.tensor)).int(20, TYPE.tensor);
  else {
    for (const value of attribute.ints) proto.int(8, value);
    proto.int(20, TYPE.ints);
  }
}

function writeTensor(proto: ProtoWriter, tensor: Tensor, name?: string, external?: ExternalData): void {
  for (const dim of tensor.dims) proto.int(1, dim);
  proto.int(2, ONNX_DTYPE[tensor.dtype]);
  if (name !== undefined) proto.string(8, name);
  const place = name === undefined ? undefined : external?.(name);
  if (place) writeReference(proto, place, bytesOf(tensor).length);
  else proto.bytes(9, bytesOf(tensor));
}

function writeReference(proto: ProtoWriter, { location, offset }: Place, length: number): void {
  for (const [key, value] of Object.entries({ location, offset: String(offset), length: String(length) })) {
    proto.message(13, (p) => p.string(1, key).string(2, value));
  }
  proto.int(14, 1);
}

function writeValue(proto: ProtoWriter, value: ModelValue): void {
  proto.string(1, value.name).message(2, (type) =>
    type.message(1, (tensor) =>
      tensor.int(1, ONNX_DTYPE[value.dtype]).message(2, (shape) => {
        for (const dim of value.shape) shape.message(1, (d) => (typeof dim === 'number' ? d.int(1, dim) : d.string(2, dim)));
      }),
    ),
  );
}
