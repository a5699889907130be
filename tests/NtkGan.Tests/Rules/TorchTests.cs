using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NtkGan.Tests.Rules;

/// <summary>What the library may call of torch's bindings. A number given to a tensor's operation is wrapped in an object that nothing keeps alive
/// during the call: its finaliser may free it while torch still reads it. TorchSharp's own a + b and a - b do so too (their factor 1).
/// TensorScalar's operators do not.</summary>
public class TorchTests
{
    [Fact]
    public void No_number_is_wrapped_for_one_call()
    {
        using var file = new PEReader(File.OpenRead(typeof(NtkGan.Torch.TorchEngine).Assembly.Location));
        var reader = file.GetMetadataReader();
        var calls = reader.MemberReferences.Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name), Name: reader.GetString(member.Name), Parameters: Count(reader, member)))
            .ToList();
        Assert.Contains(("Tensor", "add", 2), calls);
        Assert.DoesNotContain(calls, call => call switch
        {
            ("Scalar", "op_Implicit", _) => true,
            ("Tensor" or "torch", "op_Addition" or "op_Subtraction" or "sub" or "sub_" or "item" or "addcmul" or "addcdiv" or "clamp_min", _) => true,
            ("Tensor", "add" or "add_", 1) => true,
            ("TensorExtensionMethods", "ToDouble" or "ToSingle" or "ToInt32" or "ToInt64" or "ToBoolean", _) => true,
            _ => false,
        });
    }

    // The blob of a signature: a byte of flags, the number of generic parameters where there are any, and the number of parameters.
    private static int Count(MetadataReader reader, MemberReference member)
    {
        var signature = reader.GetBlobReader(member.Signature);
        var header = signature.ReadSignatureHeader();
        if (header.Kind != SignatureKind.Method) return 0;
        if (header.IsGeneric) signature.ReadCompressedInteger();
        return signature.ReadCompressedInteger();
    }
}
