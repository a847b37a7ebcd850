// Answers in the format that was asked for, behind --query.
// Source: AWS CLI User Guide, "Setting the output format".
import type { Json, JsonObject } from '../../base/json.ts';
import { assertNever } from '../../base/assert.ts';
import { failure } from './errors.ts';
import { formatJson, isEmptyObject } from './format/json.ts';
import { RowError } from './format/table-drawing.ts';
import { formatTable } from './format/table.ts';
import { formatText } from './format/text.ts';
import { formatYaml, formatYamlItem } from './format/yaml.ts';
import { outputFormats } from './global-options.ts';
import type { PagedItem } from './paginate.ts';
import type { Query } from './query.ts';

export type OutputFormat = (typeof outputFormats)[number];

export const isOutputFormat = (text: string): text is OutputFormat => outputFormats.some((format) => format === text);

export class Printer {
  private readonly title: string;
  private readonly format: OutputFormat;
  private readonly query: Query | undefined;
  private readonly color: boolean;
  private readonly write: (text: string) => void;

  constructor(
    /** What a table is headed with: the operation's name. */
    title: string,
    format: OutputFormat,
    query: Query | undefined,
    color: boolean,
    write: (text: string) => void,
  ) {
    this.title = title;
    this.format = format;
    this.query = query;
    this.color = color;
    this.write = write;
  }

  whole(answer: JsonObject): void {
    this.write(this.formatted(this.queried(answer)));
  }

  /** Text and streams go out page by page, and so does the query; what was printed stays when a later page fails. */
  async pageByPage(items: AsyncIterable<PagedItem>, resultKey: string): Promise<void> {
    for await (const { page, resumeToken } of items) {
      if (this.format === 'text') {
        this.whole(Object.hasOwn(page, resultKey) ? { [resultKey]: page[resultKey] ?? null } : {});
        if (resumeToken !== undefined) this.whole({ NextToken: { NextToken: resumeToken } });
      } else this.whole(page);
    }
  }

  private queried(answer: JsonObject): Json {
    return this.query ? this.query(answer) : answer;
  }

  private formatted(value: Json): string {
    switch (this.format) {
      case 'json':
        return formatJson(value);
      case 'text':
        return formatText(value);
      case 'table':
        return this.table(value);
      case 'yaml':
        return formatYaml(value);
      case 'yaml-stream':
        return isEmptyObject(value) ? '' : formatYamlItem(value);
      case 'off':
        return '';
      default:
        return assertNever(this.format);
    }
  }

  private table(value: Json): string {
    try {
      return formatTable(this.title, value, this.color);
    } catch (error) {
      throw error instanceof RowError ? failure(error.message) : error;
    }
  }
}
