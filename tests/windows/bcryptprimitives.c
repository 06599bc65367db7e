/* What Wine 8 lacks for programs that Rust has built: the library they take random numbers from. */
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return SystemFunction036(data, (ULONG)length);
}

/* Rust unlocks a file twice, and expects Windows's own error of the second time. Wine has another. */
static BOOL WINAPI unlock_file(HANDLE file, DWORD low, DWORD high, DWORD bytes, DWORD more)
{
    if (UnlockFile(file, low, high, bytes, more)) return TRUE;
    if (GetLastError() == ERROR_LOCK_VIOLATION) SetLastError(ERROR_NOT_LOCKED);
    return FALSE;
}

/* Puts it in the place of what the program imports. */
static void redirect(void)
{
    BYTE *base = (BYTE *)GetModuleHandleW(NULL);
    IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    DWORD offset = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
    IMAGE_IMPORT_DESCRIPTOR *library = (IMAGE_IMPORT_DESCRIPTOR *)(base + offset);
    for (; offset != 0 && library->Name != 0; library++) {
        DWORD names = library->OriginalFirstThunk ? library->OriginalFirstThunk : library->FirstThunk;
        IMAGE_THUNK_DATA *name = (IMAGE_THUNK_DATA *)(base + names);
        IMAGE_THUNK_DATA *place = (IMAGE_THUNK_DATA *)(base + library->FirstThunk);
        for (; name->u1.AddressOfData != 0; name++, place++) {
            DWORD before;
            if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
            if (strcmp(((IMAGE_IMPORT_BY_NAME *)(base + name->u1.AddressOfData))->Name, "UnlockFile")) {
                continue;
            }
            VirtualProtect(&place->u1.Function, sizeof(ULONG_PTR), PAGE_READWRITE, &before);
            place->u1.Function = (ULONG_PTR)unlock_file;
            VirtualProtect(&place->u1.Function, sizeof(ULONG_PTR), before, &before);
        }
    }
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved)
{
    if (reason == DLL_PROCESS_ATTACH) redirect();
    return TRUE;
}
