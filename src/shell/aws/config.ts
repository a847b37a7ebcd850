// Region, output, credentials and the other settings: from options, environment, credentials file and config file, in
// the order in which AWS documents that they override each other.
// Source: AWS CLI User Guide, "Configuration settings and precedence", "Environment variables".
import type { Credentials } from '../../world/world-api.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { failure, errorFormatOrDefault, noCredentials, noRegion, type ErrorFormat } from './errors.ts';
import type { Globals } from './global-options.ts';
import { parseIni, type Ini } from './ini.ts';
import { UnreadableFile, type AwsIo } from './io.ts';
import { expandPath } from './paramfile.ts';

export class Config {
  private readonly env: Readonly<Record<string, string>>;
  private readonly globals: Globals;
  private readonly configFile: Ini;
  private readonly credentialsFile: Ini;
  private readonly containerCredentials: Credentials | undefined;

  private constructor(io: AwsIo, globals: Globals, configFile: Ini, credentialsFile: Ini) {
    this.env = io.env;
    this.globals = globals;
    this.configFile = configFile;
    this.credentialsFile = credentialsFile;
    this.containerCredentials = io.containerCredentials;
  }

  static async load(io: AwsIo, globals: Globals): Promise<Config> {
    const config = await readIni(io, io.env['AWS_CONFIG_FILE'] ?? '~/.aws/config');
    const credentials = await readIni(io, io.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '~/.aws/credentials');
    const it = new Config(io, globals, config, credentials);
    const { chosen } = it;
    if (chosen !== undefined && !it.profiles().includes(chosen)) {
      throw failure(`The config profile (${chosen}) could not be found`);
    }
    return it;
  }

  /** Every profile of both files, those of the config file first. */
  profiles(): string[] {
    const configured = [...this.configFile.keys()].flatMap((section) => {
      const name = section === 'default' ? section : /^profile\s+["']?(.+?)["']?$/.exec(section)?.[1];
      return name === undefined ? [] : [name];
    });
    return [...new Set([...configured, ...this.credentialsFile.keys()])];
  }

  region(): string {
    const { globals, env } = this;
    const region =
      globals.region ?? nonEmpty(env['AWS_REGION']) ?? nonEmpty(env['AWS_DEFAULT_REGION']) ?? this.setting('region');
    if (region === undefined || region === '') throw noRegion();
    if (!/^(?![0-9]+$)(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/.test(region)) {
      throw failure(`Provided region_name '${region}' doesn't match a supported format.`);
    }
    return region;
  }

  output(): string {
    return this.globals.output ?? nonEmpty(this.env['AWS_DEFAULT_OUTPUT']) ?? this.setting('output') ?? 'json';
  }

  binaryFormat(): string {
    return this.globals.binaryFormat ?? this.setting('cli_binary_format') ?? 'base64';
  }

  timestampFormat(): 'wire' | 'iso8601' {
    return this.setting('cli_timestamp_format') === 'wire' ? 'wire' : 'iso8601';
  }

  errorFormat(): ErrorFormat {
    const { globals, env } = this;
    return globals.errorFormat ?? errorFormatOrDefault(env['AWS_CLI_ERROR_FORMAT'] ?? this.setting('cli_error_format'));
  }

  maxAttempts(): number {
    const attempts = Number(this.env['AWS_MAX_ATTEMPTS'] ?? this.setting('max_attempts') ?? 3);
    return Number.isInteger(attempts) && attempts >= 1 ? attempts : 3;
  }

  endpointUrl(service: string): string | undefined {
    const { globals, env } = this;
    const own = env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll('-', '_')}`];
    return globals.endpointUrl ?? nonEmpty(own) ?? nonEmpty(env['AWS_ENDPOINT_URL']) ?? this.setting('endpoint_url');
  }

  /** Undefined where there are none; an unsigned request needs none. */
  credentials(): Credentials | undefined {
    const { env, globals } = this;
    // A profile named on the line is meant before the environment's keys; one in AWS_PROFILE is not.
    if (globals.profile === undefined && nonEmpty(env['AWS_ACCESS_KEY_ID']) !== undefined) {
      const secret = nonEmpty(env['AWS_SECRET_ACCESS_KEY']);
      if (secret === undefined) throw failure('Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY');
      const token = nonEmpty(env['AWS_SESSION_TOKEN']) ?? nonEmpty(env['AWS_SECURITY_TOKEN']);
      return credentialsOf(env['AWS_ACCESS_KEY_ID'] ?? '', secret, token);
    }
    return (
      fromSection(this.credentialsFile.get(this.profile), 'shared-credentials-file') ??
      fromSection(this.configSection(), 'config-file') ??
      this.containerCredentials
    );
  }

  signingCredentials(): Credentials {
    const credentials = this.credentials();
    if (!credentials) throw noCredentials();
    return credentials;
  }

  setting(name: string): string | undefined {
    return this.configSection()?.get(name) ?? this.credentialsFile.get(this.profile)?.get(name);
  }

  private configSection(): ReadonlyMap<string, string> | undefined {
    const { configFile, profile } = this;
    const named = [`profile ${profile}`, `profile "${profile}"`].map((section) => configFile.get(section));
    return (profile === 'default' ? configFile.get('default') : undefined) ?? named.find((section) => section);
  }

  private get profile(): string {
    return this.chosen ?? 'default';
  }

  private get chosen(): string | undefined {
    const { globals, env } = this;
    return globals.profile ?? nonEmpty(env['AWS_PROFILE']) ?? nonEmpty(env['AWS_DEFAULT_PROFILE']);
  }
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const credentialsOf = (
  accessKeyId: string,
  secretAccessKey: string,
  sessionToken: string | undefined,
): Credentials => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken !== undefined && { sessionToken }),
});

function fromSection(section: ReadonlyMap<string, string> | undefined, source: string): Credentials | undefined {
  const accessKeyId = section?.get('aws_access_key_id');
  if (section === undefined || accessKeyId === undefined) return undefined;
  const secret = section.get('aws_secret_access_key');
  if (secret === undefined) throw failure(`Partial credentials found in ${source}, missing: aws_secret_access_key`);
  return credentialsOf(accessKeyId, secret, section.get('aws_session_token'));
}

async function readIni(io: AwsIo, name: string): Promise<Ini> {
  const path = expandPath(io.env, name);
  let ini: Ini | undefined;
  try {
    const bytes = await io.readFile(path);
    ini = bytes === undefined ? new Map() : parseIni(fromUtf8(bytes));
  } catch (error) {
    // Bytes that are no text, and what cannot be read.
    if (!(error instanceof TypeError || error instanceof UnreadableFile)) throw error;
  }
  if (ini === undefined) throw failure(`Unable to parse config file: ${path}`);
  return ini;
}
