import sax from 'sax';
import { EngineError } from '../../../contract/errors.ts';

/** What is told of a document, in its order. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const deepest = 32;

/**
 * Reads XML without document type, so without entities of its own. Throws EngineError `bad-request` for what is not
 * well formed, has another root, declares a document type, or is nested too deeply.
 */
export function readXml(text: string, root: string, listener: XmlListener): void {
  const parser = sax.parser(true, { trim: false, normalize: false, position: true });
  let depth = 0;
  const refuse = (why: string): never => {
    throw new EngineError('bad-request', `This XML is not taken: ${why} (line ${parser.line + 1}).`);
  };
  parser.onerror = (error) => refuse(error.message.split('\n', 1)[0]!);
  parser.ondoctype = () => refuse('it declares a document type');
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    if (depth === 1 && name !== root) refuse(`it begins with ${name.slice(0, 40)}, not with ${root}`);
    if (depth > deepest) refuse('it is nested too deeply');
    listener.open(name, attributes as Record<string, string>);
  };
  parser.ontext = (value) => listener.text(value);
  parser.onclosetag = (name) => {
    depth -= 1;
    listener.close(name);
  };
  parser.write(text).close();
}
