import { bytesField, joinBytes, readFields, textOf } from './protobuf.ts';
import type { ProtobufField } from './protobuf.ts';

// Field numbers of onnx.proto (ModelProto, GraphProto, ValueInfoProto, TypeProto, TensorShapeProto).
const MODEL_GRAPH = 7;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const GRAPH_VALUE_INFO = 13;
const VALUE_NAME = 1;
const VALUE_TYPE = 2;
const TYPE_TENSOR = 1;
const TENSOR_SHAPE = 2;
const SHAPE_DIMENSION = 1;
const DIMENSION_NAME = 2;

/**
 * Makes height and width of every [N, C, H, W] input and output of an ONNX model symbolic (`h_<name>`, `w_<name>`), so
 * that a convolutional model exported at one size takes others. No weight and no node is touched; the recorded shapes
 * of inner values are left out, since they hold only at the old size. The same input always gives the same bytes.
 *
 * Throws `ProtobufSyntaxError` for bytes that are no message, and `RangeError` when there is no four-dimensional
 * input to change.
 */
export function makePictureSizeSymbolic(model: Uint8Array): Uint8Array {
  let changedInputCount = 0;
  const patched = editField(model, MODEL_GRAPH, (graph) => {
    const parts: Uint8Array[] = [];
    for (const field of readFields(graph)) {
      if (field.fieldNumber === GRAPH_INPUT || field.fieldNumber === GRAPH_OUTPUT) {
        const value = withSymbolicSize(field.payload);
        changedInputCount += value !== null && field.fieldNumber === GRAPH_INPUT ? 1 : 0;
        parts.push(value === null ? field.bytes : bytesField(field.fieldNumber, value));
      } else if (field.fieldNumber !== GRAPH_VALUE_INFO) {
        parts.push(field.bytes);
      }
    }
    return joinBytes(parts);
  });
  if (changedInputCount === 0) {
    throw new RangeError('The model has no input of four dimensions.');
  }
  return patched;
}

/** The value with its last two dimensions named, or null when it has not exactly four. */
function withSymbolicSize(value: Uint8Array): Uint8Array | null {
  const name = valueName(value);
  let dimensionCount = 0;
  const edited = editField(value, VALUE_TYPE, (type) =>
    editField(type, TYPE_TENSOR, (tensor) =>
      editField(tensor, TENSOR_SHAPE, (shape) => {
        const dimensions = [...fieldsOf(shape, SHAPE_DIMENSION)].map((dimension) => dimension.bytes);
        dimensionCount = dimensions.length;
        const named = (axis: 'h' | 'w') => bytesField(SHAPE_DIMENSION, bytesField(DIMENSION_NAME, `${axis}_${name}`));
        return joinBytes([...dimensions.slice(0, 2), named('h'), named('w')]);
      }),
    ),
  );
  return dimensionCount === 4 ? edited : null;
}

function valueName(value: Uint8Array): string {
  for (const field of fieldsOf(value, VALUE_NAME)) {
    return textOf(field);
  }
  return '';
}

function* fieldsOf(message: Uint8Array, fieldNumber: number): Generator<ProtobufField> {
  for (const field of readFields(message)) {
    if (field.fieldNumber === fieldNumber) {
      yield field;
    }
  }
}

/** The message with one of its sub-messages edited and everything else copied as it lies there. */
function editField(message: Uint8Array, fieldNumber: number, edit: (payload: Uint8Array) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of readFields(message)) {
    parts.push(
      field.fieldNumber === fieldNumber && field.wireType === 2
        ? bytesField(fieldNumber, edit(field.payload))
        : field.bytes,
    );
  }
  return joinBytes(parts);
}
