// What CreateCustomKeyStore and UpdateCustomKeyStore ask for, and whether what stands behind the key store is fit for it.
// Source: AWS KMS API Reference, CreateCustomKeyStore and UpdateCustomKeyStore; Developer Guide, "Assemble the
// prerequisites" of both kinds of custom key store.
import type { Structure } from '../../../world/model.ts';
import type { View } from '../../../world/records.ts';
import { ServiceError } from '../../../world/errors.ts';
import { kmsInternal } from '../errors.ts';
import { optionalText } from '../input.ts';
import { credentialIn } from '../simulation/credential.ts';
import { activeCluster, assertRedundant, sameCertificate } from './clusters.ts';
import {
  clusterInUse,
  keyStoreNameInUse,
  parameterForeign,
  parameterMissing,
  proxyEndpointInUse,
  proxyUriInUse,
  trustAnchorWrong,
  vpcServiceForeign,
  vpcServiceInUse,
  vpcServiceMissing,
} from './errors.ts';
import { askProxy, vpcServiceFailure, type ProxyFailure } from './proxy-replies.ts';
import type { Backing, CloudHsmBacking, ExternalBacking, KeyStoreRecord, KeyStoreType } from './records.ts';
import { keyStoresIn } from './stores.ts';

export const CREDENTIAL = 'XksProxyAuthenticationCredential';
const ofType: Readonly<Record<KeyStoreType, readonly string[]>> = {
  AWS_CLOUDHSM: ['CloudHsmClusterId', 'TrustAnchorCertificate', 'KeyStorePassword'],
  EXTERNAL_KEY_STORE: [
    'XksProxyConnectivity',
    'XksProxyUriEndpoint',
    'XksProxyUriPath',
    CREDENTIAL,
    'XksProxyVpcEndpointServiceName',
    'XksProxyVpcEndpointServiceOwner',
  ],
};

export const keyStoreType = (input: Structure): KeyStoreType =>
  optionalText(input, 'CustomKeyStoreType') === 'EXTERNAL_KEY_STORE' ? 'EXTERNAL_KEY_STORE' : 'AWS_CLOUDHSM';

/** Throws where a parameter is one of the other type's. */
export function assertOfType(input: Structure, type: KeyStoreType): void {
  const others = ofType[type === 'AWS_CLOUDHSM' ? 'EXTERNAL_KEY_STORE' : 'AWS_CLOUDHSM'];
  const foreign = others.find((name) => input[name] !== undefined);
  if (foreign !== undefined) throw parameterForeign(foreign, type);
}

/** What a new key store is to stand on. Throws where the request does not say all of it. */
export function requestedBacking(input: Structure): Backing {
  const type = keyStoreType(input);
  assertOfType(input, type);
  const needed = (name: string): string => {
    const value = optionalText(input, name);
    if (value === undefined) throw parameterMissing(name, type);
    return value;
  };
  if (type === 'AWS_CLOUDHSM') {
    return {
      type,
      clusterId: needed('CloudHsmClusterId'),
      trustAnchorCertificate: needed('TrustAnchorCertificate'),
      kmsuserPassword: needed('KeyStorePassword'),
    };
  }
  const connectivity = connectivityOf(needed('XksProxyConnectivity'));
  const uriEndpoint = needed('XksProxyUriEndpoint');
  const uriPath = needed('XksProxyUriPath');
  const credential = credentialIn(input, CREDENTIAL);
  if (!credential) throw parameterMissing(CREDENTIAL, type);
  const vpcEndpointServiceName = optionalText(input, 'XksProxyVpcEndpointServiceName') ?? null;
  const vpcEndpointServiceOwner = optionalText(input, 'XksProxyVpcEndpointServiceOwner') ?? null;
  const backing = {
    type,
    connectivity,
    uriEndpoint,
    uriPath,
    vpcEndpointServiceName,
    vpcEndpointServiceOwner,
    credential,
  };
  assertConnectivity(backing);
  return backing;
}

export const connectivityOf = (text: string): ExternalBacking['connectivity'] =>
  text === 'VPC_ENDPOINT_SERVICE' ? 'VPC_ENDPOINT_SERVICE' : 'PUBLIC_ENDPOINT';

/** Throws where there is no way to the proxy, or two. */
export function assertConnectivity({ connectivity, vpcEndpointServiceName }: ExternalBacking): void {
  const inVpc = connectivity === 'VPC_ENDPOINT_SERVICE';
  if (inVpc && vpcEndpointServiceName === null) throw vpcServiceMissing();
  if (!inVpc && vpcEndpointServiceName !== null) throw vpcServiceForeign();
}

/** `own` is the key store that may have the name already. */
export function assertNameFree(view: View, partition: string, name: string, own?: string): void {
  const taken = keyStoresIn(view, partition).some((store) => store.name === name && store.customKeyStoreId !== own);
  if (taken) throw keyStoreNameInUse();
}

/** Throws where the cluster cannot stand behind a new key store. */
export function assertClusterFit(view: View, partition: string, backing: CloudHsmBacking): void {
  const cluster = activeCluster(view, partition, backing.clusterId);
  const used = keyStoresIn(view, partition).some(
    (store) =>
      store.backing.type === 'AWS_CLOUDHSM' &&
      (store.backing.clusterId === backing.clusterId ||
        sameCertificate(store.backing.trustAnchorCertificate, cluster.trustAnchorCertificate)),
  );
  if (used) throw clusterInUse();
  if (!sameCertificate(backing.trustAnchorCertificate, cluster.trustAnchorCertificate)) throw trustAnchorWrong();
  assertRedundant(cluster);
}

/** Throws where another key store has this address, or this VPC endpoint service. `own` is the one that may have it. */
export function assertProxyFree(view: View, partition: string, backing: ExternalBacking, own?: string): void {
  const others = keyStoresIn(view, partition).flatMap((store) =>
    store.customKeyStoreId !== own && store.backing.type === 'EXTERNAL_KEY_STORE' ? [store.backing] : [],
  );
  const inVpc = backing.connectivity === 'VPC_ENDPOINT_SERVICE';
  const { vpcEndpointServiceName } = backing;
  if (inVpc && others.some((other) => other.vpcEndpointServiceName === vpcEndpointServiceName)) {
    throw vpcServiceInUse();
  }
  for (const other of others) {
    if (other.uriEndpoint !== backing.uriEndpoint) continue;
    if (other.uriPath === backing.uriPath) throw proxyUriInUse();
    // Proxies on the internet may share an endpoint; a private DNS name is one key store's alone.
    if (inVpc || other.connectivity === 'VPC_ENDPOINT_SERVICE') throw proxyEndpointInUse();
  }
}

/** Of a proxy in a VPC, KMS looks only at the VPC endpoint service before the key store is connected. */
export function assertNewProxyAnswers(view: View, partition: string, backing: ExternalBacking): void {
  if (backing.connectivity === 'PUBLIC_ENDPOINT') assertProxyAnswers(view, partition, backing);
  else throwIfAny(vpcServiceFailure(view, partition, backing));
}

/** Throws what the management operations throw. */
export function assertProxyAnswers(view: View, partition: string, backing: ExternalBacking): void {
  const reply = askProxy(view, partition, backing);
  throwIfAny(reply.ok ? undefined : reply.failure);
}

function throwIfAny(failure: ProxyFailure | undefined): void {
  if (failure?.connectionErrorCode === 'INTERNAL_ERROR') throw kmsInternal();
  if (failure) throw new ServiceError(failure.exception, failure.message);
}

/** The values of a request over those that a key store has. Throws where they do not go together. */
export function changedBacking({ backing }: KeyStoreRecord, input: Structure): Backing {
  assertOfType(input, backing.type);
  const clusterId = optionalText(input, 'CloudHsmClusterId');
  const kmsuserPassword = optionalText(input, 'KeyStorePassword');
  if (backing.type === 'AWS_CLOUDHSM') {
    return {
      ...backing,
      ...(clusterId !== undefined && { clusterId }),
      ...(kmsuserPassword !== undefined && { kmsuserPassword }),
    };
  }
  const connectivity = optionalText(input, 'XksProxyConnectivity');
  const toPublic = connectivity === 'PUBLIC_ENDPOINT';
  const serviceName = optionalText(input, 'XksProxyVpcEndpointServiceName');
  const uriEndpoint = optionalText(input, 'XksProxyUriEndpoint');
  const uriPath = optionalText(input, 'XksProxyUriPath');
  const owner = optionalText(input, 'XksProxyVpcEndpointServiceOwner');
  const credential = credentialIn(input, CREDENTIAL);
  const changed: ExternalBacking = {
    ...backing,
    // A proxy that comes out of its VPC leaves the endpoint service behind.
    ...(toPublic && { vpcEndpointServiceName: null, vpcEndpointServiceOwner: null }),
    ...(connectivity !== undefined && { connectivity: connectivityOf(connectivity) }),
    ...(serviceName !== undefined && { vpcEndpointServiceName: serviceName }),
    ...(uriEndpoint !== undefined && { uriEndpoint }),
    ...(uriPath !== undefined && { uriPath }),
    ...(owner !== undefined && { vpcEndpointServiceOwner: owner }),
    ...(credential && { credential }),
  };
  assertConnectivity(changed);
  return changed;
}
